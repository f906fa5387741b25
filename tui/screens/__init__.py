"""The screens: they arrange widgets and pass on what a person wants."""
