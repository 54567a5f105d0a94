using System.Runtime.InteropServices;

namespace MnistPipeline.TensorFlow.Native;

/// <summary>TensorFlow's C API, as far as a training needs it: <c>tensorflow/c/c_api.h</c>.</summary>
internal static unsafe partial class TensorFlowApi
{
    /// <summary>What the library is called here; <see cref="TensorFlowLibrary"/> finds it.</summary>
    public const string Library = "tensorflow";

    /// <summary>The type of the tensors that the engine feeds and fetches, numbered as TensorFlow does.</summary>
    public enum ElementType
    {
        Float = 1,
        Int32 = 3,
        UInt8 = 4,
    }

    /// <summary>One output of an operation of a graph.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Output(nint Operation, int Index);

    /// <summary>Bytes that the library has made, and how it frees them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct BufferContent
    {
        public readonly byte* Data;
        public readonly nuint Length;
        public readonly nint Deallocator;
    }

    [LibraryImport(Library)]
    public static partial byte* TF_Version();

    [LibraryImport(Library)]
    public static partial StatusHandle TF_NewStatus();

    [LibraryImport(Library)]
    public static partial void TF_DeleteStatus(nint status);

    [LibraryImport(Library)]
    public static partial int TF_GetCode(StatusHandle status);

    [LibraryImport(Library)]
    public static partial byte* TF_Message(StatusHandle status);

    [LibraryImport(Library)]
    public static partial BufferHandle TF_NewBuffer();

    [LibraryImport(Library)]
    public static partial BufferHandle TF_NewBufferFromString(byte* content, nuint length);

    [LibraryImport(Library)]
    public static partial void TF_DeleteBuffer(nint buffer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial BufferHandle TF_GetRegisteredKernelsForOp(string operation, StatusHandle status);

    [LibraryImport(Library)]
    public static partial GraphHandle TF_NewGraph();

    [LibraryImport(Library)]
    public static partial void TF_DeleteGraph(nint graph);

    [LibraryImport(Library)]
    public static partial ImportOptionsHandle TF_NewImportGraphDefOptions();

    [LibraryImport(Library)]
    public static partial void TF_DeleteImportGraphDefOptions(nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TF_ImportGraphDefOptionsAddInputMapping(ImportOptionsHandle options, string sourceName, int sourceIndex, Output destination);

    [LibraryImport(Library)]
    public static partial void TF_GraphImportGraphDef(GraphHandle graph, BufferHandle graphDef, ImportOptionsHandle options, StatusHandle status);

    [LibraryImport(Library)]
    public static partial void TF_GraphToGraphDef(GraphHandle graph, BufferHandle graphDef, StatusHandle status);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint TF_GraphOperationByName(GraphHandle graph, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TF_AddGradientsWithPrefix(
        GraphHandle graph, string prefix, Output* y, int yCount, Output* x, int xCount, Output* dx, StatusHandle status, Output* dy);

    [LibraryImport(Library)]
    public static partial SessionOptionsHandle TF_NewSessionOptions();

    [LibraryImport(Library)]
    public static partial void TF_DeleteSessionOptions(nint options);

    [LibraryImport(Library)]
    public static partial void TF_SetConfig(SessionOptionsHandle options, byte* configuration, nuint length, StatusHandle status);

    [LibraryImport(Library)]
    public static partial SessionHandle TF_NewSession(GraphHandle graph, SessionOptionsHandle options, StatusHandle status);

    [LibraryImport(Library)]
    public static partial void TF_CloseSession(nint session, StatusHandle status);

    [LibraryImport(Library)]
    public static partial void TF_DeleteSession(nint session, StatusHandle status);

    [LibraryImport(Library)]
    public static partial DeviceListHandle TF_SessionListDevices(SessionHandle session, StatusHandle status);

    [LibraryImport(Library)]
    public static partial void TF_DeleteDeviceList(nint devices);

    [LibraryImport(Library)]
    public static partial int TF_DeviceListCount(DeviceListHandle devices);

    [LibraryImport(Library)]
    public static partial byte* TF_DeviceListName(DeviceListHandle devices, int index, StatusHandle status);

    [LibraryImport(Library)]
    public static partial byte* TF_DeviceListType(DeviceListHandle devices, int index, StatusHandle status);

    [LibraryImport(Library)]
    public static partial long TF_DeviceListMemoryBytes(DeviceListHandle devices, int index, StatusHandle status);

    [LibraryImport(Library)]
    public static partial TensorHandle TF_AllocateTensor(ElementType type, long* extents, int rank, nuint length);

    [LibraryImport(Library)]
    public static partial void TF_DeleteTensor(nint tensor);

    [LibraryImport(Library)]
    public static partial void* TF_TensorData(nint tensor);

    [LibraryImport(Library)]
    public static partial nuint TF_TensorByteSize(nint tensor);

    [LibraryImport(Library)]
    public static partial void TF_SessionRun(
        SessionHandle session,
        BufferContent* runOptions,
        Output* inputs,
        nint* inputTensors,
        int inputCount,
        Output* outputs,
        nint* outputTensors,
        int outputCount,
        nint* targets,
        int targetCount,
        BufferContent* runMetadata,
        StatusHandle status);
}
