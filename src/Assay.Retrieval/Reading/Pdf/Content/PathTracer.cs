namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>Follows the paths of a page and keeps the straight lines among what is painted: strokes, and areas as thin as a stroke.</summary>
/// <param name="page">Receives them.</param>
internal sealed class PathTracer(PageContent page)
{
    private const double Thin = 3;
    private const double Straight = 0.6;
    private const double Shortest = 4;
    private const int MostPoints = 4096;
    private readonly List<(double X, double Y, bool Starts)> points = [];
    private bool curved;

    /// <summary>Begins a part of the path.</summary>
    public void Move(in Matrix matrix, double x, double y) => Point(matrix, x, y, starts: true);

    /// <summary>A line to a point.</summary>
    public void Line(in Matrix matrix, double x, double y) => Point(matrix, x, y, starts: points.Count == 0);

    /// <summary>A curve to a point.</summary>
    public void Curve(in Matrix matrix, double x, double y)
    {
        curved = true;
        Point(matrix, x, y, starts: points.Count == 0);
    }

    /// <summary>Back to where the part began.</summary>
    public void Close()
    {
        int start = points.FindLastIndex(p => p.Starts);
        if (start >= 0 && points.Count < MostPoints) points.Add(points[start] with { Starts = false });
    }

    /// <summary>A rectangle.</summary>
    public void Rectangle(in Matrix matrix, double x, double y, double width, double height)
    {
        Move(matrix, x, y);
        Line(matrix, x + width, y);
        Line(matrix, x + width, y + height);
        Line(matrix, x, y + height);
        Line(matrix, x, y);
    }

    /// <summary>Paints the path and ends it.</summary>
    public void Paint(bool stroke, bool fill)
    {
        if (stroke && !curved) Strokes();
        else if (fill) Areas();
        End();
    }

    /// <summary>Ends the path without painting it.</summary>
    public void End()
    {
        points.Clear();
        curved = false;
    }

    private void Point(in Matrix matrix, double x, double y, bool starts)
    {
        if (points.Count >= MostPoints) return;
        (double px, double py) = matrix.Apply(x, y);
        points.Add((px, py, starts));
    }

    private void Strokes()
    {
        for (int i = 1; i < points.Count; i++)
        {
            if (!points[i].Starts) Add(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y, Straight);
        }
    }

    private void Areas()
    {
        for (int start = 0; start < points.Count;)
        {
            int end = start + 1;
            double left = points[start].X, right = left, bottom = points[start].Y, top = bottom;
            for (; end < points.Count && !points[end].Starts; end++)
            {
                left = Math.Min(left, points[end].X);
                right = Math.Max(right, points[end].X);
                bottom = Math.Min(bottom, points[end].Y);
                top = Math.Max(top, points[end].Y);
            }

            Add(left, bottom, right, top, Thin);
            start = end;
        }
    }

    private void Add(double x0, double y0, double x1, double y1, double tolerance)
    {
        double width = Math.Abs(x1 - x0), height = Math.Abs(y1 - y0);
        if (height <= tolerance && width >= Shortest)
        {
            float level = (float)((y0 + y1) / 2);
            page.Add(new Rule((float)Math.Min(x0, x1), level, (float)Math.Max(x0, x1), level));
        }
        else if (width <= tolerance && height >= Shortest)
        {
            float upright = (float)((x0 + x1) / 2);
            page.Add(new Rule(upright, (float)Math.Min(y0, y1), upright, (float)Math.Max(y0, y1)));
        }
    }
}
