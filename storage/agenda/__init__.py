"""What is to be looked at and when: addresses, seeds, pins, hints, what hosts and hubs asked."""
