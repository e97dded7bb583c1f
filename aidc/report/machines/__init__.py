"""The catalogue as people ask for it: listed and filtered, one thing with every source, side by side, by place."""
