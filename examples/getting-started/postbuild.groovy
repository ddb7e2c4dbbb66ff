def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('the same order: true')
assert log.contains('orders: 1, certificate in ')
