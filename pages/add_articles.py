"""Add articles: files, pasted text, addresses; looked at before they are saved. What was added, and the watched folder."""

import streamlit as st

from core.store.folder import data_folder
from interface.added import added_articles, outcome, watched_folder
from interface.adding import adding_now
from interface.adding_list import to_add
from interface.data import ready_table
from interface.view import escape, view

seen = view()
adding = adding_now()
st.title("Add articles", anchor=False)
st.caption("You see at once what is found in an article; nothing is saved before you press “Add”. Articles are kept in the data "
           "folder of this computer.")  # fmt: skip
if seen.data.closed:
    st.error(escape(f"Nothing can be added: {seen.data.closed}"))
    st.stop()
if ready_table():
    st.info("The table shown here is a ready one (GIGALEDGER_TABLE). You can add articles, but it will not change: a build of "
            "your own takes them in.")  # fmt: skip
outcome(adding, seen)

files, paste, web = st.tabs(["Files", "Paste text", "Web addresses"])
with files:
    dropped = st.file_uploader(
        "Text, HTML, PDF, Word (.docx), mail (.eml), Markdown, or ZIP archives of these; up to 20 MB each",
        accept_multiple_files=True,
        key=f"files-{adding.round}",
    )
    if dropped:
        for file in dropped:
            adding.wait("file", file.name, file.getvalue())
        adding.round += 1
        st.rerun()
with paste, st.form("paste", clear_on_submit=True, border=False):
    heading = st.text_input("Headline, if it is not in the text", key="paste-title")
    text = st.text_area("Text of the article", height=200, key="paste-text")
    if st.form_submit_button("Look at it"):
        if text.strip():
            adding.wait("text", heading.strip() or "the text", text.encode("utf-8", "replace"))
        else:
            st.warning("Paste the text of an article first.")
with web, st.form("addresses", border=False):
    addresses = st.text_area("One address on each line: of an article, or of a feed (RSS, Atom)", height=120,
                             key="addresses-text", placeholder="https://www.example.com/article")  # fmt: skip
    st.caption("This computer asks the sites for these pages, and nobody else. Pages that want a login cannot be had this "
               "way: save them in a browser and add the file.")  # fmt: skip
    if st.form_submit_button("Fetch"):
        lines = [line.strip() for line in addresses.splitlines() if line.strip()]
        for line in dict.fromkeys(lines):
            adding.wait("address", line)
        if not lines:
            st.warning("Write an address first.")
adding.read()
to_add(adding)
with st.container(border=True, key="watched"):
    watched_folder(adding)
with st.container(border=True, key="added-card"):
    added_articles(adding)
st.caption(escape(f"Data folder: {data_folder().path}"))
