// Writes the pom and the program of docs/getting-started.md.
def page = new File(basedir, '../../../../docs/getting-started.md').getText('UTF-8')
def block = { language -> (page =~ "(?s)```${language}\n(.*?)```").with { it.find(); it.group(1) } }
new File(basedir, 'pom.xml').setText(block('xml'), 'UTF-8')
def sources = new File(basedir, 'src/main/java')
sources.mkdirs()
new File(sources, 'FirstOrder.java').setText(block('java'), 'UTF-8')
assert page.contains('`mvn -q compile exec:java -Dexec.mainClass=FirstOrder -Dexec.cleanupDaemonThreads=false`')
