"""Add articles: files, pasted text, addresses; looked at before they are saved. What was added, and the watched folder."""

import streamlit as st

from core.store.folder import data_folder
from interface.added import added_articles, outcome, watched_folder
from interface.adding import ADDRESSES, TEXT, TITLE, adding_now, name_addresses, paste_text
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
        adding.take_files([(file.name, file.getvalue()) for file in dropped])
        st.rerun()  # the field is empty again; the list below has the files
with paste, st.form("paste", clear_on_submit=True, border=False):
    st.text_input("Headline, if it is not in the text", key=TITLE)
    st.text_area("Text of the article", height=200, key=TEXT)
    st.form_submit_button("Look at it", on_click=paste_text, args=(adding,))
with web, st.form("addresses", border=False):
    st.text_area("One address on each line: of an article, or of a feed (RSS, Atom)", height=120,
                 key=ADDRESSES, placeholder="https://www.example.com/article")  # fmt: skip
    st.caption("This computer asks the sites for these pages, and nobody else. Pages that want a login cannot be had this "
               "way: save them in a browser and add the file.")  # fmt: skip
    st.form_submit_button("Fetch", on_click=name_addresses, args=(adding,))
adding.read()
to_add(adding)
with st.container(border=True, key="watched"):
    watched_folder(adding)
with st.container(border=True, key="added-card"):
    added_articles(adding)
st.caption(escape(f"Data folder: {data_folder().path}"))
