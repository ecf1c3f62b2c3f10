// Reads a /v0.4/traces payload with a MessagePack decoder that is not ours and prints it as JSON; 64 bit numbers as text.
import { readFileSync } from 'node:fs';
import { decode } from '@msgpack/msgpack';

const payload = decode(readFileSync(process.argv[2]), { useBigInt64: true });
process.stdout.write(JSON.stringify(payload, (key, value) => (typeof value === 'bigint' ? value.toString() : value)));
