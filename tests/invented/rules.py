"""What hosts say why they greet."""

from sim.why import Rule

GREETS = Rule("greeting.greets", "", "Time for a greeting", "{name} greets {peer} again (greeting {count}).")
HEARD = Rule("greeting.heard", "", "A greeting has come", "{name} at {ip} has greeted[ {times} times].")
NEXT = Rule("greeting.next", "", "Greet again later", "The next greeting leaves in {ns}.")
NOT_UNDERSTOOD = Rule("greeting.not-understood", "", "Greeting is cut off", "The octets end inside the greeting.")
