package io.dataarts.contract.change.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the types and members of a module that its users can name, as sorted text. */
final class PublicApi {

    private static final Pattern OWN_PACKAGES = Pattern.compile("io\\.dataarts\\.(\\w+\\.)*(?=[A-Z])|java\\.lang\\.(?=[A-Z])");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals(Object)", "hashCode()", "toString()");

    private PublicApi() {
    }

    /** Returns the API of the module that holds the class. The module is a folder or a jar. */
    static String of(Class<?> witness) {
        return classNames(witness).stream()
                .map(PublicApi::load)
                .filter(PublicApi::isVisible)
                .map(PublicApi::type)
                .collect(Collectors.joining("\n"));
    }

    private static Set<String> classNames(Class<?> witness) {
        Path module;
        try {
            module = Path.of(witness.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        try {
            if (Files.isDirectory(module)) {
                return classNames(module);
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + module.toUri()), Map.of())) {
                return classNames(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the classes of " + module, e);
        }
    }

    private static Set<String> classNames(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !name.contains(".internal."))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic()
                && isVisible(type.getModifiers(), type.getDeclaringClass())
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(int modifiers, Class<?> owner) {
        // Users cannot inherit from a final or sealed class, so they cannot see its protected members.
        boolean inheritable = owner != null && !Modifier.isFinal(owner.getModifiers()) && !owner.isSealed();
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers) && inheritable;
    }

    private static String type(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Class<?> owner : ownAndHidden(type)) {
            Arrays.stream(owner.getDeclaredFields()).filter(it -> isVisible(it.getModifiers(), type) && !it.isSynthetic()
                    && !it.isEnumConstant()).map(PublicApi::field).forEach(members::add);
            Arrays.stream(owner.getDeclaredMethods()).filter(it -> isVisible(it.getModifiers(), type) && !it.isSynthetic()
                    && !isGiven(type, it)).map(PublicApi::method).forEach(members::add);
        }
        Arrays.stream(type.getDeclaredConstructors()).filter(it -> isVisible(it.getModifiers(), type) && !it.isSynthetic())
                .map(it -> constructor(type, it)).forEach(members::add);

        StringBuilder text = new StringBuilder(head(type)).append(" {\n");
        if (type.isEnum()) {
            // Keeps the order of the constants, because compareTo depends on it.
            text.append("  ").append(Arrays.stream(type.getEnumConstants()).map(it -> ((Enum<?>) it).name())
                    .collect(Collectors.joining(", "))).append(";\n");
        }
        members.forEach(member -> text.append("  ").append(member).append('\n'));
        return text.append("}\n").toString();
    }

    /** Returns the type and its hidden superclasses. Users cannot name these, but inherit their members. */
    private static List<Class<?>> ownAndHidden(Class<?> type) {
        Stream<Class<?>> hidden = Stream.<Class<?>>iterate(type.getSuperclass(),
                it -> it != null && !Modifier.isPublic(it.getModifiers()), Class::getSuperclass);
        return Stream.concat(Stream.of(type), hidden).toList();
    }

    private static String head(Class<?> type) {
        String kind = type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isEnum() ? "enum"
                : type.isRecord() ? "record" : "class";
        int hidden = Modifier.STRICT | (type.isInterface() ? Modifier.ABSTRACT | Modifier.INTERFACE | Modifier.STATIC : 0)
                | (type.isEnum() || type.isRecord() ? Modifier.FINAL | Modifier.STATIC | Modifier.ABSTRACT : 0);
        String supertype = type.isInterface() || type.isEnum() || type.isRecord() ? "" : supertype(type);
        String interfaces = Arrays.stream(type.getAnnotatedInterfaces()).map(PublicApi::shortened).sorted().collect(Collectors.joining(", "));
        String permits = type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).map(it -> shortened(it.getTypeName())).sorted()
                .collect(Collectors.joining(", ", " permits ", "")) : "";
        return annotations(type.getAnnotations()) + words(Modifier.toString(type.getModifiers() & ~hidden), openness(type), kind)
                + " " + type.getName().replace('$', '.') + variables(type) + components(type) + supertype
                + (interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + interfaces) + permits;
    }

    private static String supertype(Class<?> type) {
        Class<?> owner = type;
        while (!Modifier.isPublic(owner.getSuperclass().getModifiers())) {
            owner = owner.getSuperclass();
        }
        return owner.getSuperclass() == Object.class ? "" : " extends " + shortened(owner.getAnnotatedSuperclass());
    }

    private static String openness(Class<?> type) {
        boolean ofSealed = Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces())).anyMatch(Class::isSealed);
        return type.isSealed() ? "sealed" : ofSealed && !Modifier.isFinal(type.getModifiers()) ? "non-sealed" : "";
    }

    private static String components(Class<?> type) {
        return type.isRecord() ? Arrays.stream(type.getRecordComponents()).map(PublicApi::component).collect(Collectors.joining(", ", "(", ")")) : "";
    }

    private static String component(RecordComponent component) {
        return shortened(component.getAnnotatedType()) + " " + component.getName();
    }

    private static String field(Field field) {
        return annotations(field.getAnnotations()) + words(Modifier.toString(field.getModifiers()), shortened(field.getAnnotatedType()), field.getName())
                + constant(field);
    }

    /** Returns the value of a constant, because the compiler copies it into the code of users. */
    private static String constant(Field field) {
        boolean inlined = field.getType().isPrimitive() || field.getType() == String.class;
        if (!Modifier.isStatic(field.getModifiers()) || !Modifier.isFinal(field.getModifiers()) || !inlined) {
            return "";
        }
        try {
            field.setAccessible(true);
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String method(Method method) {
        int hidden = Modifier.SYNCHRONIZED | Modifier.NATIVE | Modifier.STRICT | (method.getDeclaringClass().isInterface() ? Modifier.ABSTRACT : 0);
        return annotations(method.getAnnotations()) + words(method.isDefault() ? "default" : "",
                Modifier.toString(method.getModifiers() & ~hidden & Modifier.methodModifiers()), variables(method).trim(),
                shortened(method.getAnnotatedReturnType()), signature(method.getName(), method));
    }

    private static String constructor(Class<?> type, Constructor<?> constructor) {
        return annotations(constructor.getAnnotations())
                + words(Modifier.toString(constructor.getModifiers()), signature(type.getSimpleName(), constructor));
    }

    private static String signature(String name, Executable executable) {
        String parameters = Arrays.stream(executable.getParameters()).map(PublicApi::parameter).collect(Collectors.joining(", "));
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes()).map(PublicApi::shortened).sorted().collect(Collectors.joining(", "));
        return name + "(" + parameters + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameter(Parameter parameter) {
        String type = shortened(parameter.getAnnotatedType());
        return parameter.isVarArgs() ? type.substring(0, type.length() - 2) + "..." : type;
    }

    /** Returns whether every object, enum or record has this method. */
    private static boolean isGiven(Class<?> type, Method method) {
        String call = method.getName() + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(",", "(", ")"));
        return OF_EVERY_OBJECT.contains(call) || type.isEnum() && Set.of("values()", "valueOf(String)").contains(call)
                || type.isRecord() && Arrays.stream(type.getRecordComponents()).anyMatch(it -> it.getAccessor().equals(method));
    }

    private static String variables(GenericDeclaration declaration) {
        return declaration.getTypeParameters().length == 0 ? "" : Arrays.stream(declaration.getTypeParameters()).map(PublicApi::variable)
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getAnnotatedBounds()).map(PublicApi::shortened).filter(it -> !it.equals("Object"))
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String shortened(AnnotatedType type) {
        String name;
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Type raw = ((ParameterizedType) type.getType()).getRawType();
            name = shortened(raw.getTypeName()) + Arrays.stream(parameterized.getAnnotatedActualTypeArguments()).map(PublicApi::shortened)
                    .collect(Collectors.joining(", ", "<", ">"));
        } else if (type instanceof AnnotatedArrayType array) {
            name = shortened(array.getAnnotatedGenericComponentType()) + "[]";
        } else if (type instanceof AnnotatedWildcardType wildcard) {
            name = wildcard.getAnnotatedLowerBounds().length > 0 ? "? super " + shortened(wildcard.getAnnotatedLowerBounds()[0])
                    : wildcard.getAnnotatedUpperBounds().length == 0 || wildcard.getAnnotatedUpperBounds()[0].getType() == Object.class ? "?"
                    : "? extends " + shortened(wildcard.getAnnotatedUpperBounds()[0]);
        } else {
            name = shortened(type.getType().getTypeName());
        }
        return annotations(type.getAnnotations()) + name;
    }

    /** Returns the name of a type without well-known packages. */
    private static String shortened(String typeName) {
        return OWN_PACKAGES.matcher(typeName).replaceAll("").replace('$', '.');
    }

    /** Returns the annotations that callers rely on. Those of Feign and Jackson describe the wire, which openapi.yaml pins. */
    private static String annotations(Annotation[] annotations) {
        Set<String> names = new LinkedHashSet<>();
        for (Annotation annotation : annotations) {
            String name = annotation.annotationType().getSimpleName();
            if (Set.of("Nullable", "Deprecated", "FunctionalInterface").contains(name)) {
                names.add("@" + name + " ");
            }
        }
        return String.join("", names);
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(Objects::nonNull).filter(it -> !it.isEmpty()).collect(Collectors.joining(" "));
    }
}
