"""One HTTP exchange as it is on the wire: the client, its connections, codings and guard."""
