"""SQLite and its file: the connection, who may write, the tables and their migrations."""
