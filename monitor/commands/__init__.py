"""The commands, a file each, imported only when one is asked for."""
