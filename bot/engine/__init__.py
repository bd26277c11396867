"""The heart: one pure step, answers as one number, a talk sealed in 64 characters."""
