using k8s;
using k8s.Models;

namespace MnistPipeline.Tests.Schedulers;

/// <summary>The Job of docs/many-machines, held against the API's own types.</summary>
[TestClass]
public sealed class KubernetesTests
{
    private static readonly string Path = System.IO.Path.Combine(TestFiles.Root, "docs", "many-machines", "predict-job.yaml");

    [TestMethod]
    public void The_job_is_one_of_the_API_with_a_part_for_each_index()
    {
        // Strict: a member that the API does not know is an error.
        var job = KubernetesYaml.Deserialize<V1Job>(File.ReadAllText(Path), strict: true);
        Assert.AreEqual(("batch/v1", "Job", "Indexed"), (job.ApiVersion, job.Kind, job.Spec.CompletionMode));
        var container = job.Spec.Template.Spec.Containers.Single();
        var shard = container.Args[container.Args.IndexOf("--shard") + 1];
        Assert.AreEqual($"array/{job.Spec.Completions}", shard);
        Assert.AreEqual("Never", job.Spec.Template.Spec.RestartPolicy);
        CollectionAssert.AreEqual(new List<int> { 1, 2 }, job.Spec.PodFailurePolicy.Rules[0].OnExitCodes.Values.ToList());
        Assert.AreEqual(container.Name, job.Spec.PodFailurePolicy.Rules[0].OnExitCodes.ContainerName);

        Assert.IsTrue(job.Spec.Template.Spec.SecurityContext.RunAsNonRoot);
        Assert.IsTrue(container.SecurityContext.ReadOnlyRootFilesystem);
        var volumes = job.Spec.Template.Spec.Volumes.Select(volume => volume.Name).Order().ToList();
        CollectionAssert.AreEqual(volumes, container.VolumeMounts.Select(mount => mount.Name).Order().ToList());
        Assert.IsTrue(container.VolumeMounts.Single(mount => mount.Name == "models").ReadOnlyProperty);
    }

    [TestMethod]
    public void A_member_that_the_API_does_not_know_is_seen()
    {
        var text = File.ReadAllText(Path).Replace("completionMode:", "completionKind:", StringComparison.Ordinal);
        _ = Assert.Throws<Exception>(() => KubernetesYaml.Deserialize<V1Job>(text, strict: true));
    }

    [TestMethod]
    public void The_image_has_the_program_that_the_job_starts_and_no_root()
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(TestFiles.Root, "docs", "many-machines", "Dockerfile"));
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"/app/Predict.dll\"]", lines);
        Assert.Contains("USER $APP_UID", lines);
        Assert.Contains("RUN dotnet publish -c Release pipelines/Predict -o /app", lines);
    }
}
