"""What is to be visited and when: addresses, seeds, pins, hints, and requests of hosts and hubs."""
