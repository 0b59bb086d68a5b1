Console.WriteLine("stekker-edge");
