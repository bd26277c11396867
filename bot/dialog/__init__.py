"""From the authors' YAML to a release: tree, shape, scope, steps, compile, flow. Faults are values."""
