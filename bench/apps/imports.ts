// Loads the packages named on the command line and ends: what a start costs before any line of the app runs.
for (const name of process.argv.slice(2)) await import(name);
process.exit();
