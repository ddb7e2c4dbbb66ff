package dev.certbridge.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.contract.ChangedContract;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Generates clients from changed contracts and from contracts of other forms, and compiles them. */
class ChangedContractBuildTest {

    private static final Path ADAPTER = Path.of("..", "client-regfish", "src", "main", "java");
    private static final Path SHAPES = Path.of("..", "contract", "src", "test", "resources")
            .resolve(Path.of("dev", "certbridge", "contract", "shapes"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.certbridge.contract.ChangedContract#all")
    void the_adapter_compiles_with_the_new_client_unless_the_change_renames_something(ChangedContract changed)
            throws IOException {
        Path contract = changed.write(folder.resolve("contract"));
        String errors = compile(generate(contract, "dev.certbridge.regfish.generated"), ADAPTER);
        if (changed.compiles()) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).contains("error: cannot find symbol");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"petstore", "acme", "dns", "payments", "cloud"})
    void the_client_of_a_contract_of_another_form_compiles(String shape) throws IOException {
        assertThat(compile(generate(SHAPES.resolve(shape).resolve("openapi.yaml"), "shop." + shape)))
                .isEmpty();
    }

    private Path generate(Path contract, String packageName) {
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName("certbridge")
                .setInputSpec(contract.toString())
                .setOutputDir(folder.resolve("generated").toString())
                .setApiPackage(packageName + ".api")
                .setModelPackage(packageName + ".model");
        new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
        return folder.resolve(Path.of("generated", "src", "main", "java"));
    }

    /** Returns the errors of the compiler, or an empty text. */
    private String compile(Path... sources) throws IOException {
        List<File> files = new ArrayList<>();
        for (Path source : sources) {
            try (Stream<Path> all = Files.walk(source)) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("module-info.java"))
                        .forEach(file -> files.add(file.toFile()));
            }
        }
        assertThat(files).hasSizeGreaterThan(2);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(
                            output,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-Xlint:none",
                                    "-d",
                                    folder.resolve("classes").toString(),
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromFiles(files))
                    .call();
        }
        return output.toString().lines().filter(line -> line.contains("error:")).reduce("", (a, b) -> a + b + "\n");
    }
}
