"""What is known of earlier sights of a page, and how that affects the next one."""
