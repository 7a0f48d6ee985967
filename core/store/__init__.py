"""The data folder: articles that were added, what was read in them, and the table built of them.

Everything that the program writes by itself lies in it (core.store.folder says where each thing is). Only
``articles.db`` and ``articles/`` hold what cannot be made again; the rest may be deleted at any time.
"""
