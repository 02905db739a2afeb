"""Reading with memory of earlier readings: of the same page, and of the outlet's other pages."""
