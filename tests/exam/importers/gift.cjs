// Prints, for each file of GIFT that is named, what npm's gift-pegjs reads: a list of lists, as JSON.
const { readFileSync } = require("node:fs");
const { parse } = require("gift-pegjs");
process.stdout.write(JSON.stringify(process.argv.slice(2).map((name) => parse(readFileSync(name, "utf8")))));
