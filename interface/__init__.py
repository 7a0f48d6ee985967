"""What the pages share: loading, filters, cards. Draws with Streamlit; knows nothing of articles."""
