"""What hosts say why they greet."""

from sim.why import Rule

GREETS = Rule("greeting.greets", "", "Time for a greeting", "It is time again: {name} greets {peer} (greeting {count}).")
HEARD = Rule("greeting.heard", "", "A greeting has come", "{name} at {ip} has greeted[ {count} times].")
NEXT = Rule("greeting.next", "", "Greet again later", "The next greeting leaves in {ns}.")
NOT_UNDERSTOOD = Rule("greeting.not-understood", "", "Greeting is cut off", "The octets end inside the greeting.")
