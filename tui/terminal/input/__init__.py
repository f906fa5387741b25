"""What the terminal sends: cut into sequences, decoded into keys and reports, or dropped."""
