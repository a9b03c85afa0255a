/**
 * A TCP proxy that delays like a long line: half the round trip for each direction, and one round trip for the handshake that
 * opens a connection. The browser's own emulation delays neither handshakes nor preflights.
 */
import { connect, createServer } from 'node:net';

/**
 * @param {number} target the port of the service
 * @param {number} roundTrip milliseconds
 */
export async function slowLine(target, roundTrip) {
  let connections = 0;
  const open = new Set();
  const server = createServer((client) => {
    connections += 1;
    const service = connect(target, '127.0.0.1');
    const opened = performance.now() + roundTrip;
    for (const [from, to, isRequest] of [[client, service, true], [service, client, false]]) {
      open.add(from);
      from.setNoDelay(true);
      let last = 0;
      const later = (act) => {
        // In order, also when timers are coarse.
        last = Math.max(last, (isRequest ? Math.max(performance.now(), opened) : performance.now()) + roundTrip / 2);
        setTimeout(() => !to.destroyed && act(), last - performance.now());
      };
      from.on('data', (chunk) => later(() => to.write(chunk)));
      from.on('end', () => later(() => to.end()));
      from.on('error', () => to.destroy());
      from.on('close', () => { open.delete(from); later(() => to.destroy()); });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    connections: () => connections,
    stop: () => { open.forEach((socket) => socket.destroy()); server.close(); },
  };
}
