#region using
using Segue;
#endregion

namespace Readme;

internal static class NativeApi
{
    internal static void Charge(Action<string> pay)
    {
        #region code
        using (var scope = Tracer.Instance.StartActive("payment.charge"))
        {
            scope.Span.ResourceName = "POST /charge";
            scope.Span.SetTag("payment.amount", 12.5);
            try
            {
                pay("order-17");
            }
            catch (Exception e)
            {
                scope.Span.SetException(e);
                throw;
            }
        }
        #endregion
    }
}
