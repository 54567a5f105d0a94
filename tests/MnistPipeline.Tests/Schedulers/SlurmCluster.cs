using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using MnistPipeline.Tests.Stages;

namespace MnistPipeline.Tests.Schedulers;

/// <summary>A Slurm of this machine alone, with two cores, all of whose files are in a folder.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch", "/usr/bin/srun"];

    private readonly TemporaryFolder _folder = new();

    private SlurmCluster()
    {
        _ = Directory.CreateDirectory(_folder.At("spool"));
        _ = Directory.CreateDirectory(_folder.At("state"));
        File.WriteAllBytes(_folder.At("munge.key"), new byte[64]);
        File.SetUnixFileMode(_folder.At("munge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var host = Environment.MachineName.Split('.')[0];
        File.WriteAllText(_folder.At("slurm.conf"), $"""
            ClusterName=one
            SlurmctldHost={host}(127.0.0.1)
            AuthType=auth/munge
            AuthInfo=socket={_folder.At("munge.socket")}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            ReturnToService=2
            SlurmUser=root
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmctldPidFile={_folder.At("slurmctld.pid")}
            SlurmdPidFile={_folder.At("slurmd.pid")}
            SlurmdSpoolDir={_folder.At("spool")}
            StateSaveLocation={_folder.At("state")}
            SlurmctldLogFile={_folder.At("slurmctld.log")}
            SlurmdLogFile={_folder.At("slurmd.log")}
            SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000
            SlurmdParameters=config_overrides
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            MinJobAge=300
            NodeName={host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
            PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO

            """);
        Run(
            "/usr/sbin/munged",
            "--force",
            "--socket=" + _folder.At("munge.socket"),
            "--key-file=" + _folder.At("munge.key"),
            "--pid-file=" + _folder.At("munge.pid"),
            "--log-file=" + _folder.At("munge.log"),
            "--seed-file=" + _folder.At("munge.seed"));
        Run("/usr/sbin/slurmctld");
        Run("/usr/sbin/slurmd");
    }

    /// <summary>Starts one, or skips the test where none is installed or may be started.</summary>
    public static SlurmCluster Start()
    {
        if (!Programs.All(File.Exists) || Environment.UserName != "root")
        {
            Assert.Inconclusive("Slurm is not installed, or may not be started.");
        }

        return new SlurmCluster();
    }

    /// <summary>Runs one of Slurm's programs to its end.</summary>
    /// <param name="workingFolder">The folder it is started in.</param>
    /// <param name="program">Its path or name.</param>
    /// <param name="arguments">Its command line.</param>
    public StageProcess Ask(string workingFolder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingFolder };
        start.Environment["SLURM_CONF"] = _folder.At("slurm.conf");
        foreach (var stage in new[] { "Predict", "Tune" })
        {
            start.Environment[stage.ToUpperInvariant()] = Path.Combine(AppContext.BaseDirectory, stage + ".dll");
        }

        return StageProcess.Run(start);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Ask(_folder.Path, "/usr/bin/scancel", "--user=root");
        foreach (var daemon in new[] { "slurmd", "slurmctld", "munge" })
        {
            if (File.Exists(_folder.At(daemon + ".pid")) && int.TryParse(File.ReadAllText(_folder.At(daemon + ".pid")), out var id))
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(5000);
            }
        }

        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Run(string daemon, params string[] arguments)
    {
        var run = Ask(_folder.Path, daemon, arguments);
        Assert.AreEqual(0, run.ExitCode, $"{daemon}: {run.Error}");
    }
}
