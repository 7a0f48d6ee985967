"""The commands of the command line that do more than print: each module declares its words and runs them."""
