using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MnistPipeline.Data;
using MnistPipeline.Engines.Explanation;
using MnistPipeline.Evaluation;
using MnistPipeline.Model;
using MnistPipeline.Model.Onnx;
using MnistPipeline.Plots;
using MnistPipeline.TensorFlow;
using MnistPipeline.Tests.Data;
using MnistPipeline.Training;

namespace MnistPipeline.Tests;

/// <summary>What holds for every public member, whatever it does.</summary>
[TestClass]
public sealed class PublicContractTests
{
    private static readonly Assembly[] Packages = [typeof(LeNet5Trainer).Assembly, typeof(CurvesPlot).Assembly, typeof(TensorFlowOptions).Assembly];

    /// <summary>Each parameter that may not be null.</summary>
    public static IEnumerable<object[]> ParametersThatMayNotBeNull()
    {
        var nullability = new NullabilityInfoContext();
        return from package in Packages
               from type in package.GetExportedTypes()
               where type != typeof(DigitPrediction) // a record of what was answered holds what it is given
               from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>()
               where !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.IsSpecialName | member.IsConstructor && member.Name != "Equals"
               from parameter in member.GetParameters()
               where !parameter.ParameterType.IsValueType && nullability.Create(parameter).ReadState == NullabilityState.NotNull
               select new object[] { $"{type.Name}.{member.Name}({string.Join(", ", member.GetParameters().Select(each => each.ParameterType.Name))}): {parameter.Name}", parameter };
    }

    [TestMethod]
    [DynamicData(nameof(ParametersThatMayNotBeNull))]
    public void Null_is_refused_by_the_parameters_name(string name, ParameterInfo parameter)
    {
        var member = (MethodBase)parameter.Member;
        if (member.GetParameters().Any(each => each.ParameterType.IsByRefLike))
        {
            return;
        }

        object?[] arguments = [.. member.GetParameters().Select(each => each.Position == parameter.Position ? null : Sample(each))];
        var target = member.IsStatic || member.IsConstructor ? null : Sample(member.DeclaringType!);
        var thrown = Assert.ThrowsExactly<TargetInvocationException>(() => member is ConstructorInfo constructor ? constructor.Invoke(arguments) : member.Invoke(target, arguments), name);
        Assert.AreEqual(typeof(ArgumentNullException), thrown.InnerException!.GetType(), $"{name}: {thrown.InnerException}");
        Assert.AreEqual(parameter.Name, ((ArgumentNullException)thrown.InnerException).ParamName);
    }

    [TestMethod]
    public void Options_that_say_the_same_are_equal()
    {
        Assert.AreEqual(new TrainingOptions { FrozenLayers = [Layer.C1, Layer.F6] }, new TrainingOptions { FrozenLayers = [Layer.C1, Layer.F6] });
        Assert.AreEqual(new LeNet5Options { FrozenLayers = [Layer.C1] }.GetHashCode(), new LeNet5Options { FrozenLayers = [Layer.C1] }.GetHashCode());
        Assert.AreNotEqual(new TrainingOptions { FrozenLayers = [Layer.C1] }, new TrainingOptions { FrozenLayers = [Layer.C3] });
        Assert.AreEqual(new TrainingOptions { Augmentation = new AugmentationOptions(), EarlyStopping = new EarlyStoppingOptions(3) }, new TrainingOptions { Augmentation = new AugmentationOptions(), EarlyStopping = new EarlyStoppingOptions(3) });
        Assert.AreEqual(new TrainingOptions { Network = new LeNet5Architecture { C1Kernels = 8 } }, new TrainingOptions { Network = new LeNet5Architecture { C1Kernels = 8 } });
    }

    [TestMethod]
    public void Null_among_the_options_is_refused_by_the_options_name()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new TrainingOptions { Network = null! }.Checked());
        Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().MulticlassClassification.Trainers.LeNet5(new LeNet5Options { LabelColumnName = null! }));
        Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().MulticlassClassification.Trainers.LeNet5(new LeNet5Options { FeatureColumnName = null! }));
    }

    [TestMethod]
    public void Options_are_checked_whatever_type_they_are_held_by()
    {
        TrainingOptions held = new LeNet5Options { ValidationSetFraction = 7 };
        Assert.AreEqual(nameof(LeNet5Options.ValidationSetFraction), Assert.ThrowsExactly<BadOptionException>(() => held.Checked()).Option);
    }

    private static object? Sample(ParameterInfo parameter) => parameter.HasDefaultValue ? parameter.DefaultValue : Sample(parameter.ParameterType);

    private static object Sample(Type type)
    {
        var digits = MnistDigits.First(100);
        var network = TrainedNetwork.Of(DigitInput.Pixels);
        return type switch
        {
            _ when type == typeof(string) => "name",
            _ when type == typeof(int) => 1,
            _ when type == typeof(byte[]) => new byte[Digit.Pixels],
            _ when type == typeof(int[]) => new[] { 0 },
            _ when type == typeof(Stream) => Stream.Null,
            _ when type == typeof(DigitSet) => digits,
            _ when type == typeof(IDataView) => digits.ToDataView(),
            _ when type == typeof(MLImage) => digits.OpenPicture(0),
            _ when type == typeof(LeNet5Trainer) => new MLContext().MulticlassClassification.Trainers.LeNet5(),
            _ when type == typeof(MulticlassClassificationCatalog.MulticlassClassificationTrainers) => new MLContext().MulticlassClassification.Trainers,
            _ when type == typeof(LeNet5Options) => new LeNet5Options(),
            _ when type == typeof(TensorFlowOptions) => new TensorFlowOptions(),
            _ when type == typeof(DigitReader) => DigitReader.Open(new MemoryStream(LeNet5Onnx.Write(network.Parameters, network.Metadata, network.Input, LeNet5Model.InputName, 1)), "model.onnx"),
            _ when type == typeof(DigitStringReader) => DigitStringReader.Open(new MemoryStream(TrainedStringNetwork.File()), "model.onnx"),
            _ when type == typeof(DigitStringPrediction) => new DigitStringPrediction("1", 1, "", 0, []),
            _ when type == typeof(DigitStringOptions) => new DigitStringOptions(),
            _ when type == typeof(DigitBox) => new DigitBox(0, 0, 10, 10),
            _ when type == typeof(IReadOnlyList<MLImage>) => new[] { digits.OpenPicture(0) },
            _ when type == typeof(ClassificationReport) => Report(digits),
            _ when type == typeof(LeNet5Parameters) => network.Parameters,
            _ when type == typeof(TrainedModel) => network,
            _ when type == typeof(IReadOnlyList<string>) => digits.Classes,
            _ when type == typeof(IReadOnlyList<int>) => new[] { 0 },
            _ when type == typeof(IReadOnlyList<LayerMaps>) => new NetworkExplainer(network.Parameters).Steps(digits.PixelsOf(0)),
            _ when type == typeof(Func<int, ReadOnlyMemory<byte>>) => (Func<int, ReadOnlyMemory<byte>>)(_ => new byte[Digit.Pixels]),
            _ => throw new NotSupportedException($"Say here what a {type} is."),
        };
    }

    private static ClassificationReport Report(DigitSet digits) => new(new float[10 * digits.Count], digits.Labels, digits.Classes);
}
