// Copies acorn, an invented reseller, from the places of a provider in a checkout to those in a repository of its own.
import java.nio.file.Files
import java.nio.file.StandardCopyOption

def acorn = new File(basedir, '../../../../conformance-tests/src/test/acorn').toPath()
def copy = { from, to ->
    def source = acorn.resolve(from)
    Files.walk(source).filter(Files::isRegularFile).forEach { file ->
        def target = basedir.toPath().resolve(to).resolve(source.relativize(file).toString())
        Files.createDirectories(target.parent)
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING)
    }
}
copy('client-acorn/src', 'src')
copy('stub-resellers/src/main/java', 'src/test/java')
copy('specs/acorn', 'src/main/resources/dev/certbridge/specs/acorn')
