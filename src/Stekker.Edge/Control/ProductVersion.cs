namespace Stekker.Edge.Control;

public static class ProductVersion
{
    public static readonly string Text = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
