"""An invented protocol: hosts greet each other over UDP. The simulator and the screen do not know it."""
