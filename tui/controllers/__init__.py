"""What the app does when a person acts: each runs services in workers and shows what they give."""
