"""What is known about outlets: a TOML file for each, and the code that reads them."""
