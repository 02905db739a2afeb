"""What is kept for the next reading: page memories, outlet memories, counts of fields found."""
