"""The parts of a screen: they draw data and say what a person did."""
