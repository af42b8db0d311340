// Loaded before an app with `--import`: tells the app's CPU time to whoever started it. It imports nothing, so that it
// neither slows a start down nor warms up a package the app needs.
process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('id' in message)) return;
  const { user, system } = process.cpuUsage();
  process.send?.({ id: message.id, result: (user + system) / 1_000 });
});
process.once('disconnect', () => process.exit());
