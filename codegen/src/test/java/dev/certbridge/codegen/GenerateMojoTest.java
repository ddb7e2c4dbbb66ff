package dev.certbridge.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the goal on small contracts. {@code examples/own-contract} runs it in a build of Maven. */
class GenerateMojoTest {

    private static final String CONTRACT =
            CertbridgeCodegenTest.PATHS + CertbridgeCodegenTest.SCHEMAS + CertbridgeCodegenTest.SHELL;

    @TempDir
    private Path folder;

    private final GenerateMojo goal = new GenerateMojo();
    private Path contract;

    @BeforeEach
    void set_the_parameters() {
        contract = folder.resolve("openapi.yaml");
        goal.contract = contract.toFile();
        goal.packageName = "nuts";
        goal.outputDirectory = new File(folder.toFile(), "generated");
        goal.project = new MavenProject();
    }

    @Test
    void generates_below_the_package_and_adds_the_sources_to_the_project() throws Exception {
        Files.writeString(contract, CONTRACT);
        goal.execute();
        Path sources = folder.resolve(Path.of("generated", "src", "main", "java"));
        assertThat(sources.resolve("nuts/api/NutsApi.java"))
                .content()
                .contains("package nuts.api;", "import nuts.model.");
        assertThat(sources.resolve("nuts/model/Nut.java")).exists();
        assertThat(goal.project.getCompileSourceRoots()).containsExactly(sources.toString());
    }

    @Test
    void says_where_the_contract_is_expected() {
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("the contract " + contract
                        + " does not exist. Write an OpenAPI 3.0 document there, or set <contract> to its path");
    }

    @Test
    void names_the_contract_and_the_parameter_that_the_transport_cannot_send() throws IOException {
        Files.writeString(contract, CONTRACT.replace("in: query", "in: header"));
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith(contract + ": operation getNut: parameter detail is not supported.")
                .hasMessageNotContaining("\n");
        assertThat(goal.project.getCompileSourceRoots()).isEmpty();
    }

    @Test
    void refuses_a_document_that_is_not_valid() throws IOException {
        Files.writeString(contract, CONTRACT.replaceFirst("responses:", "answers:"));
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage(contract + " is not a valid OpenAPI document:"
                        + " attribute paths.'/nuts/{id}'(get).answers is unexpected;"
                        + " attribute paths.'/nuts/{id}'(get).responses is missing");
    }
}
