/*
 * drive.js CLIENT PORT NAME: does what the lines of standard input say, each
 * a list of JSON: an action of clients.js and what it takes. Says what came of
 * each as a line of JSON, and every message of a channel as it comes.
 */
"use strict";

const readline = require("readline");
const clients = require("./clients.js");

/* The same shape for the maps and errors of all clients. */
function plain(value) {
	if (value instanceof Error)
		return { error: value.message };
	if (value instanceof Map)
		return plain(Object.fromEntries(value));
	if (Buffer.isBuffer(value))
		return value.toString();
	if (Array.isArray(value)) {
		const pairs = value.length > 0 && value.every((one) =>
			one && typeof one === "object" && "key" in one);
		return pairs
			? plain(new Map(value.map((one) => [one.key, one.value])))
			: value.map(plain);
	}
	if (value && typeof value === "object") {
		return Object.fromEntries(
			Object.entries(value).map(([key, one]) => [key, plain(one)]));
	}
	return typeof value === "bigint" ? Number(value) : value;
}

function say(what) {
	process.stdout.write(JSON.stringify(what) + "\n");
}

async function act(client, [action, ...more]) {
	if (action === "subscribe")
		more.push((channel, text) => say({ channel, text }));
	try {
		const reply = await client[action](...more);
		say({ reply: plain(reply === undefined ? null : reply) });
	} catch (error) {
		say({ reply: plain(error) });
	}
}

async function main([name, port, terminal]) {
	const client = await clients[name]()(Number(port), terminal);
	say({ reply: "connected" });
	for await (const line of readline.createInterface(process.stdin))
		await act(client, JSON.parse(line));
	/* Some libraries would go on connecting for ever. */
	process.exit(0);
}

main(process.argv.slice(2)).catch((error) => {
	say({ reply: plain(error) });
	process.exit(1);
});
