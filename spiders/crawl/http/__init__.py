"""One HTTP exchange as it goes over the wire: the client, its connections, codings and guard."""
