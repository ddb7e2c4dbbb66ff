// For japicmp: a method added to a sealed interface is no incompatible change, because users cannot implement the interface.
import japicmp.model.JApiCompatibilityChangeType

jApiClasses.findAll { it.newClass.present && it.newClass.get().classFile.getAttribute('PermittedSubclasses') }.each { type ->
    type.methods.each { method ->
        method.compatibilityChanges.removeIf { it.type == JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE }
    }
}
return jApiClasses
