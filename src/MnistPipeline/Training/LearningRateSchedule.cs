using System.Text.Json.Serialization;

namespace MnistPipeline.Training;

/// <summary>How the learning rate goes over the steps of a training.</summary>
[JsonConverter(typeof(CamelCaseWord<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>
    /// Linearly up from a 25th of the learning rate over the warm-up's share of the steps, then down to 0 along half a cosine:
    /// the one-cycle policy (Smith 2018).
    /// </summary>
    OneCycle,

    /// <summary>Down from the learning rate to 0 along half a cosine (Loshchilov, Hutter 2017, without restarts).</summary>
    Cosine,

    /// <summary>The same at every step.</summary>
    Constant,
}

/// <summary>The learning rate of each step of a schedule.</summary>
internal static class LearningRateSchedules
{
    private const double FirstShare = 1.0 / 25;

    /// <summary>The learning rate of one step; above 0 at every step.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="peak">The highest learning rate.</param>
    /// <param name="warmUp">The share of the steps over which one-cycle climbs: 0 to below 1. The others do not climb.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">The number of steps of the whole training.</param>
    public static float RateAt(this LearningRateSchedule schedule, float peak, float warmUp, long step, long steps)
    {
        var climb = schedule == LearningRateSchedule.OneCycle ? (double)warmUp * steps : 0;
        if (schedule == LearningRateSchedule.Constant)
        {
            return peak;
        }

        return step < climb
            ? (float)(peak * (FirstShare + (1 - FirstShare) * step / climb))
            : (float)(peak * 0.5 * (1 + Math.Cos(Math.PI * (step - climb) / (steps - climb))));
    }
}
