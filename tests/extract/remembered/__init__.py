"""What is known of earlier sights of a page, and what that does to the next one."""
