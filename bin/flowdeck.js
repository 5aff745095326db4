#!/usr/bin/env node
// Written so that Nodes far too old for flowdeck can still parse it and say what is needed.
var found = process.versions.node.split('.').map(Number);
if (found[0] < 20 || (found[0] === 20 && found[1] < 19)) {
  process.stderr.write(
    'flowdeck needs Node 20.19 or newer, and this is ' + process.versions.node + '.\n',
  );
  process.exitCode = 1;
} else {
  import('../dist/cli.js').catch(function (error) {
    var missing =
      error && error.code === 'ERR_MODULE_NOT_FOUND' && /dist.cli\.js/.test(error.message);
    process.stderr.write(
      missing
        ? 'flowdeck is not built yet: run `npm run build` first.\n'
        : 'flowdeck cannot start: ' + (error && error.message) + '\n',
    );
    process.exitCode = 1;
  });
}
