/*
 * Redis clients of Node.js behind one face, each made as its own manual says.
 * A client: command(words), pipeline(list of words), multi(list of words),
 * subscribe(channel, onMessage). They last as long as the program.
 */
"use strict";

const HOST = "127.0.0.1";

/* What came of each, in order: a reply or an error. */
async function settle(promises) {
	const results = await Promise.allSettled(promises);
	return results.map((one) =>
		one.status === "fulfilled" ? one.value : one.reason);
}

/* --- redis, of the Redis company ----------------------------------------- */

function nodeRedis(library) {
	return async (port, name) => {
		const client = library.createClient({
			RESP: 3,
			name,
			socket: { host: HOST, port, reconnectStrategy: () => 20 },
		});
		/* Without a listener a lost connection would end the program. */
		client.on("error", () => {});
		await client.connect();
		return {
			command: (words) => client.sendCommand(words),
			pipeline: (list) =>
				settle(list.map((words) => client.sendCommand(words))),
			multi: (list) => {
				const multi = client.multi();
				list.forEach((words) => multi.addCommand(words));
				return multi.exec();
			},
			subscribe: async (channel, onMessage) => {
				const feed = client.duplicate();
				feed.on("error", () => {});
				await feed.connect();
				await feed.subscribe(channel, (text, on) =>
					onMessage(on, text));
			},
		};
	};
}

/* --- ioredis ------------------------------------------------------------- */

function ioRedis(library, more) {
	return async (port, name) => {
		const client = new library.Redis({
			host: HOST,
			port,
			connectionName: name,
			retryStrategy: () => 20,
			...more,
		});
		const batch = (made, list) => {
			list.forEach((words) => made.call(...words));
			return made.exec();
		};
		client.on("error", () => {});
		await client.ping();
		return {
			command: (words) => client.call(...words),
			pipeline: async (list) => {
				const rows = await batch(client.pipeline(), list);
				return rows.map(([error, reply]) => error || reply);
			},
			multi: (list) => batch(client.multi(), list),
			subscribe: async (channel, onMessage) => {
				const feed = client.duplicate();
				feed.on("error", () => {});
				feed.on("message", onMessage);
				await feed.subscribe(channel);
			},
		};
	};
}

/* --- Valkey GLIDE -------------------------------------------------------- */

function glide(library) {
	const { GlideClient, GlideClientConfiguration, Batch } = library;
	const exact = GlideClientConfiguration.PubSubChannelModes.Exact;
	const config = (port, name) => ({
		addresses: [{ host: HOST, port }],
		protocol: library.ProtocolVersion.RESP3,
		clientName: name,
		requestTimeout: 5000,
		connectionBackoff: {
			numberOfRetries: 10,
			factor: 20,
			exponentBase: 2,
		},
	});

	return async (port, name) => {
		const client = await GlideClient.createClient(config(port, name));
		const batch = (atomic, list) => {
			const made = new Batch(atomic);
			list.forEach((words) => made.customCommand(words));
			return client.exec(made, false);
		};
		return {
			command: (words) => client.customCommand(words),
			pipeline: (list) => batch(false, list),
			multi: (list) => batch(true, list),
			/* It takes its channels when it is made. */
			subscribe: async (channel, onMessage) => {
				await GlideClient.createClient({
					...config(port),
					pubsubSubscriptions: {
						channelsAndPatterns: {
							[exact]: new Set([channel]),
						},
						callback: (it) =>
							onMessage(it.channel, it.message),
					},
				});
			},
		};
	};
}

module.exports = {
	redis5: () => nodeRedis(require("redis5")),
	redis6: () => nodeRedis(require("redis6")),
	ioredis5: () => ioRedis(require("ioredis5")),
	ioredis6: () => ioRedis(require("ioredis6"), { protocol: 3 }),
	glide: () => glide(require("@valkey/valkey-glide")),
};
