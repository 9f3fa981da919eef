// Logged in: the other windows of this browser go on where they were.

new BroadcastChannel("session").postMessage("in");
