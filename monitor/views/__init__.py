"""What people see in a terminal: plain functions from data to lines of text."""
