"""How single items are written for people, or read from them: times, figures, states, safe text."""
