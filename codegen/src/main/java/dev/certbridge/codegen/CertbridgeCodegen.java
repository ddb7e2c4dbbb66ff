package dev.certbridge.codegen;

import dev.certbridge.contract.ContractDocument;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openapitools.codegen.CodegenConstants;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenParameter;
import org.openapitools.codegen.languages.JavaClientCodegen;
import org.openapitools.codegen.model.ModelMap;
import org.openapitools.codegen.model.OperationsMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generator named {@code certbridge}. The generator writes Feign interfaces and models for the transport of {@code
 * certbridge-client-runtime}, and deletes the files of earlier runs for the same contract that this run does not
 * generate.
 */
public final class CertbridgeCodegen extends JavaClientCodegen {

    private static final Map<String, Object> SETTINGS = Map.of(
            "serializationLibrary", SERIALIZATION_LIBRARY_JACKSON,
            "dateLibrary", "java8",
            "annotationLibrary", "none",
            "documentationProvider", "none",
            "openApiNullable", false,
            "useOneOfInterfaces", true,
            "disallowAdditionalPropertiesIfNotPresent", false,
            "enumUnknownDefaultCase", true,
            // Without it every list that was not set is sent as [].
            "containerDefaultToNull", true,
            "hideGenerationTimestamp", true);

    private static final String SPENDS = "x-spends";

    /**
     * Names that look like a misspelt {@code x-spends}, such as {@code x-spend}, {@code x-Spends} and {@code
     * x-spending}.
     */
    private static final Pattern MISSPELT = Pattern.compile("x[-_]?spen[dt].*", Pattern.CASE_INSENSITIVE);

    private static final Logger LOG = LoggerFactory.getLogger(CertbridgeCodegen.class);

    private final Set<Path> written = new TreeSet<>();

    /** Creates the generator. OpenAPI Generator finds this class by the name {@code certbridge}. */
    public CertbridgeCodegen() {
        templateDir = "dev/certbridge/codegen";
        setLibrary(FEIGN);
        // A file response is an ApiResponse, which has status, headers and bytes.
        typeMapping.put("File", "ApiResponse");
        typeMapping.put("file", "ApiResponse");
        importMapping.put("ApiResponse", "dev.certbridge.client.transport.ApiResponse");
    }

    @Override
    public String getName() {
        return "certbridge";
    }

    @Override
    public String getHelp() {
        return "Generates a Java client for the transport of certbridge-client-runtime.";
    }

    /**
     * Applies certbridge's settings where the build has no settings of its own, and limits the output to interfaces and
     * models. Generates the interfaces into the subpackage {@code api} of {@code packageName}, and the models into the
     * subpackage {@code model}.
     */
    @Override
    public void processOpts() {
        SETTINGS.forEach(additionalProperties::putIfAbsent);
        Object packageName = additionalProperties.get(CodegenConstants.PACKAGE_NAME);
        if (packageName != null) {
            additionalProperties.putIfAbsent(CodegenConstants.API_PACKAGE, packageName + ".api");
            additionalProperties.putIfAbsent(CodegenConstants.MODEL_PACKAGE, packageName + ".model");
        }
        super.processOpts();
        supportingFiles.clear();
        apiTestTemplateFiles.clear();
        modelTestTemplateFiles.clear();
    }

    /**
     * Refuses a contract that certbridge cannot compare or check completely, so that no client is generated from this
     * contract.
     *
     * @throws IllegalArgumentException the contract has a part that certbridge does not support; the message is one
     *     line
     */
    @Override
    public void preprocessOpenAPI(OpenAPI contract) {
        ContractDocument.named(getInputSpec());
        super.preprocessOpenAPI(contract);
    }

    /** Returns true, so that an unchanged file is not written and not compiled again. */
    @Override
    public boolean isEnableMinimalUpdate() {
        return true;
    }

    /** Returns true, so that {@link #postProcessFile} is called for each file. */
    @Override
    public boolean isEnablePostProcessFile() {
        return true;
    }

    /**
     * Collects the response statuses that the contract documents. Checks that the transport can send every parameter,
     * and that no {@code x-spends} is misspelt. Logs a warning for a POST without {@code x-spends}.
     *
     * @throws IllegalArgumentException an operation has a parameter in a header, a cookie or a form, or an extension
     *     that looks like a misspelt {@code x-spends}
     */
    @Override
    public OperationsMap postProcessOperationsWithModels(OperationsMap operations, List<ModelMap> models) {
        for (CodegenOperation operation : operations.getOperations().getOperation()) {
            spendsWarning(operation).ifPresent(LOG::warn);
            removeNamedFilters(operation);
            // A default response and a range such as 4XX document no single status.
            operation.vendorExtensions.put(
                    "x-documented-statuses",
                    operation.responses.stream()
                            .map(response -> response.code)
                            .filter(code -> code.matches("[1-9][0-9][0-9]"))
                            .collect(Collectors.joining(", ")));
            for (CodegenParameter parameter : operation.allParams) {
                if (!parameter.isPathParam && !parameter.isQueryParam && !parameter.isBodyParam) {
                    throw new IllegalArgumentException("operation " + operation.operationId + ": parameter "
                            + parameter.baseName
                            + " is not supported. Use path and query parameters and a JSON body. Declare a key in a"
                            + " header as a security scheme");
                }
            }
        }
        return super.postProcessOperationsWithModels(operations, models);
    }

    /**
     * Removes the query parameters with {@code x-filter} from an operation with a free-form object of query parameters.
     * The generated method then has one argument for all filters, the free-form object. If each filter were an
     * argument, the method would change whenever the contract gets a new filter.
     */
    private static void removeNamedFilters(CodegenOperation operation) {
        if (operation.queryParams.stream().anyMatch(parameter -> parameter.isMap)) {
            Predicate<CodegenParameter> named =
                    parameter -> Boolean.TRUE.equals(parameter.vendorExtensions.get("x-filter"));
            operation.queryParams.removeIf(named);
            operation.allParams.removeIf(named);
        }
    }

    /**
     * Returns a warning for a POST without {@code x-spends}. A misspelt {@code x-spends} causes an exception, because
     * the generated method would order without a permit. All other extensions are ignored, because they may belong to
     * another tool.
     */
    static Optional<String> spendsWarning(CodegenOperation operation) {
        for (Map.Entry<String, Object> extension : operation.vendorExtensions.entrySet()) {
            String name = extension.getKey();
            boolean ours = name.equals(SPENDS);
            if (!ours && MISSPELT.matcher(name).matches() || ours && !(extension.getValue() instanceof Boolean)) {
                throw new IllegalArgumentException("operation " + operation.operationId + ": " + name + ": "
                        + extension.getValue() + " is not supported. Write x-spends: true if the operation can cost"
                        + " money, or x-spends: false");
            }
        }
        return operation.httpMethod.equals("POST") && !operation.vendorExtensions.containsKey(SPENDS)
                ? Optional.of("operation " + operation.operationId
                        + ": the POST has no x-spends, so its method requires no SpendPermit."
                        + " Add x-spends: true if the operation can cost money, or x-spends: false")
                : Optional.empty();
    }

    /**
     * Records the file of a generated interface or model, even if the content of the file did not change. Runs no
     * formatter.
     */
    @Override
    public void postProcessFile(File file, String fileType) {
        if (fileType.equals("api") || fileType.equals("model")) {
            written.add(file.toPath());
        }
    }

    /** Deletes the files of an earlier run that this run did not write. */
    @Override
    public void postProcess() {
        new WrittenFiles(Path.of(outputFolder())).replace(getInputSpec(), written);
    }
}
