package dev.certbridge.codegen;

import java.io.File;
import java.util.TreeSet;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.SpecValidationException;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * The goal {@code generate} of the Maven plugin. The goal generates interfaces and models from the contract of a
 * project and adds them to the sources that Maven compiles.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {

    /** The contract, an OpenAPI 3.0 document. */
    @Parameter(defaultValue = "${project.basedir}/openapi.yaml", required = true)
    File contract;

    /**
     * The package of the generated code. The generated interfaces are in the subpackage {@code api}, and the generated
     * models are in the subpackage {@code model}.
     */
    @Parameter(required = true)
    String packageName;

    /** The folder of the generated code. */
    @Parameter(defaultValue = "${project.build.directory}/generated-sources/openapi", required = true)
    File outputDirectory;

    @Parameter(defaultValue = "${project}", readonly = true)
    MavenProject project;

    /** Creates the goal. After the constructor, Maven sets the parameters of the goal. */
    public GenerateMojo() {}

    /**
     * Generates the code.
     *
     * @throws MojoExecutionException the contract does not exist, is not valid, or has a part that the transport cannot
     *     send
     */
    @Override
    public void execute() throws MojoExecutionException {
        if (!contract.isFile()) {
            throw new MojoExecutionException("the contract " + contract
                    + " does not exist. Write an OpenAPI 3.0 document there, or set <contract> to its path");
        }
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName("certbridge")
                .setInputSpec(contract.getPath())
                .setOutputDir(outputDirectory.getPath())
                .setPackageName(packageName);
        try {
            new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
        } catch (SpecValidationException e) {
            throw new MojoExecutionException(
                    contract + " is not a valid OpenAPI document: " + String.join("; ", new TreeSet<>(e.getErrors())),
                    e);
        } catch (RuntimeException e) {
            throw new MojoExecutionException(contract + ": " + rootCause(e).getMessage(), e);
        }
        project.addCompileSourceRoot(new File(outputDirectory, "src/main/java").getPath());
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
