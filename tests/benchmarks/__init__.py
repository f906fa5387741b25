"""Speed, memory and bytes on the wire, as ratios against a baseline of the same run."""
