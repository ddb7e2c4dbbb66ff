// Runs the example where the gradle of the path works on this JDK and knows platforms; elsewhere it is skipped.
def trial = File.createTempDir()
new File(trial, 'settings.gradle').text = ''
new File(trial, 'build.gradle').text = "apply plugin: 'java'\ndependencies { implementation platform('example:bom:1') }\n"
try {
    def gradle = new ProcessBuilder('gradle', '--no-daemon', '--offline', '--quiet', 'help')
            .directory(trial)
            .redirectErrorStream(true)
            .start()
    println gradle.inputStream.text
    return gradle.waitFor() == 0
} catch (IOException absent) {
    println absent.message
    return false
} finally {
    trial.deleteDir()
}
